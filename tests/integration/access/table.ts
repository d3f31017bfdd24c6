/** Rows of a table written as text: cells by column for each row's name, which is its first cell. */
export function readTable<Column extends string>(text: string): [name: string, cells: Record<Column, string>][] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const [[, ...columns] = [], ...rows] = lines;
  const names = rows.map(([name]) => name);
  if (new Set(names).size !== names.length) throw new Error('the table has a row twice');
  return rows.map(([name = '', ...cells]) => {
    if (cells.length !== columns.length) throw new Error(`the row ${name} has ${cells.length} cells`);
    const entries = columns.map((column, index) => [column, cells[index] ?? ''] as const);
    return [name, Object.fromEntries(entries) as Record<Column, string>];
  });
}
