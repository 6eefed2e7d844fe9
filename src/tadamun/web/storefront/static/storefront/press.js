/* Presses the only button of a page that is on the way to the bank. Without this file the visitor does. */

document.querySelector("form[data-press]")?.requestSubmit();
