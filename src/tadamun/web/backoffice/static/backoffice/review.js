// Keys of the review queue, by their place on the keyboard so that they work with Arabic letters too.
const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
  const key = event.code.replace("Key", "");
  if (key === "A") document.querySelector("#approve")?.click();
  else if (key === "R") document.querySelector("#send-back :is(input, textarea)")?.focus();
  else if (key === "N") document.querySelector("#next")?.click();
  else return;
  event.preventDefault();
});
