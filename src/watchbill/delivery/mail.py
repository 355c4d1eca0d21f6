"""Reminders by e-mail, over the server that the settings name."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from watchbill.delivery.failure import NotSentError
from watchbill.delivery.text import Note

_TIMEOUT = 20
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, repr=False)
class Mailer:
    """`url`: `smtps://USER:PASSWORD@HOST`, or `smtp://…` where the server may turn to TLS by itself; empty where there is none."""

    url: str
    sender: str

    def send(self, to: str, note: Note) -> None:
        """Raises NotSentError. One that is sent again has the same Message-ID."""
        if not self.url:
            raise NotSentError("No mail server is set: WATCHBILL_SMTP_URL.")
        try:
            self._deliver(_mail(self.sender, to, note))
        except smtplib.SMTPAuthenticationError:
            raise NotSentError("The mail server refused the name or the password.") from None
        except smtplib.SMTPRecipientsRefused:
            raise NotSentError("The mail server refused the address.") from None
        except smtplib.SMTPResponseException as error:
            raise NotSentError(f"The mail server answered {error.smtp_code}.") from None
        except (smtplib.SMTPException, OSError):
            raise NotSentError("The mail server can't be reached, or broke off.") from None

    def _deliver(self, mail: EmailMessage) -> None:
        parts = urlsplit(self.url)
        context = ssl.create_default_context()
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        opened: Callable[[], smtplib.SMTP] = (
            (lambda: smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context))
            if parts.scheme == "smtps"
            else (lambda: smtplib.SMTP(host, port, timeout=_TIMEOUT))
        )
        with opened() as server:
            server.ehlo_or_helo_if_needed()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(mail)


def _mail(sender: str, to: str, note: Note) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, note.title
    mail["Date"] = format_datetime(note.at)
    mail["Message-ID"] = f"<{note.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{note.text}\n")
    return mail
