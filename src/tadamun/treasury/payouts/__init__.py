"""From what is owed to a seller to the money in her hand, and what the bank says of it.

A *withdrawal* is a seller asking for what is ready. A *destination* is where an organisation wants its money. A *batch*
pays many: each *payout* claims entries of the book, once; one person prepares, another approves. A bank's *statement* is
read line by line and matched. *Memo entries* say which part of an organisation's earning is which member's.
Nothing here decides what is owed: that is the ledger's word.
"""
