// Where the words of a block end: at the first block inside it.
const PARTS = "address, article, aside, blockquote, details, div, dl, figure, form, hr, ol, p, pre, section, table, ul";

// The words of a block itself.
function words(block) {
  const found = [];
  for (const node of block.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && node.matches(PARTS)) break;
    found.push(node);
  }
  return found;
}
