// Presses the button of the page for the buyer; without scripts she presses it herself.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-submit]");
  if (form) form.submit();
});
