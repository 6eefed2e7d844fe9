"""Design tokens, components, icons, motifs and the page shell; knows money and text, not the shop."""
