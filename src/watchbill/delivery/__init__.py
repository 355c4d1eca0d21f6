"""What leaves the server on its own: reminders and changes, by webhook, by mail, and by what Apprise reaches."""
