// On a phone the rows of a table are drawn as cards, and a browser then forgets that it is a table. The roles say so again.
const ROLES = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TFOOT: 'rowgroup', TR: 'row', TD: 'cell' };

export function markTables(root) {
  for (const table of root.querySelectorAll('.tbl--cards')) {
    for (const part of [table, ...table.querySelectorAll('thead, tbody, tfoot, tr, td, th')]) {
      const role = part.tagName === 'TH' ? (part.scope === 'row' ? 'rowheader' : 'columnheader') : ROLES[part.tagName];
      if (!part.hasAttribute('role')) part.setAttribute('role', role);
    }
  }
}
