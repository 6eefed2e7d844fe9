"""What the law wants written of a sale: invoices, credit notes, commission invoices, receipts.

A *paper* is a snapshot with a gapless *number* of its *issuer* and kind; a number once given never changes, and no paper is
altered: a *credit note* corrects an invoice. The issuer of an invoice is the seller (the market is her agent) or the market
(merchant), as the order was placed. Papers are issued when orders move; orders know nothing of them.

Erasing a buyer leaves papers as they are: they hold her name and address for the ten years that accounts are kept (CGI
Art. 145 and 211, law 9-88), and nothing else of her, no phone and no e-mail.
"""
