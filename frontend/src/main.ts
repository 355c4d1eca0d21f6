// What the page does beyond its links and forms. Everything here only adds: without it the forms still work.
import "htmx.org/dist/htmx.esm.js";
import { startChat } from "./chat";
import { startDialogs } from "./dialog";
import { startKeyboard } from "./keyboard";
import { startLive } from "./live";
import { startToast } from "./toast";

document.documentElement.classList.add("has-script");
startLive();
startToast();
startDialogs();
startKeyboard();
startChat();
