/* Opens the gateway's page of a session by the gateway's own script; where that did not come, by the page's address. */

const link = document.querySelector("a[data-session]");

try {
  globalThis.Checkout.configure({ session: { id: link.dataset.session } });
  globalThis.Checkout.showPaymentPage();
} catch {
  globalThis.location.assign(link.href);
}
