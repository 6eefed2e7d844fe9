"""EST, the protocol of Payten that CMI and its successors speak: hosted page, notices with hash ver3, CC5 calls."""
