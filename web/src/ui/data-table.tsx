import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import { VirtualRows, type Paging } from './virtual-rows.js';

export interface DataColumn<R> {
  id: string;
  header: string;
  /** A track of the grid, such as `minmax(9rem, 2fr)`. */
  width: string;
  cell: (row: R) => ReactNode;
}

interface Props<R> {
  /** What a screen reader calls the table. */
  label: string;
  columns: readonly DataColumn<R>[];
  /** Stable while nothing changes. */
  rows: R[];
  idOf: (row: R) => string;
  /** Without it the rows are all there are. */
  paging?: Paging;
}

const features = tableFeatures({});

/**
 * A table of any length: only the rows in sight are in the page, further pages are read as they come near. On a phone each
 * row is a card whose values carry their column's name.
 */
export function DataTable<R extends object>({ label, columns, rows, idOf, paging }: Props<R>) {
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, R>();
    return helper.columns(
      columns.map(({ id, header, cell }) => helper.display({ id, header, cell: ({ row }) => cell(row.original) })),
    );
  }, [columns]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: idOf });
  const tracks = columns.map(({ width }) => width).join(' ');
  const model = table.getRowModel().rows;
  const names = columns.map(({ header }) => header);
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={paging?.hasNextPage ? -1 : rows.length + 1}
      className="data-table"
      style={{ '--tracks': tracks } as React.CSSProperties}
    >
      <div role="rowgroup" className="data-head">
        {table.getHeaderGroups().map((group) => (
          <div role="row" aria-rowindex={1} className="data-row" key={group.id}>
            {group.headers.map((header) => (
              <div role="columnheader" key={header.id}>
                <table.FlexRender header={header} />
              </div>
            ))}
          </div>
        ))}
      </div>
      <VirtualRows
        count={model.length}
        keyOf={(at) => model[at]?.id ?? at}
        paging={paging}
        row={(at) =>
          model[at]?.getAllCells().map((cell, column) => (
            <div role="cell" className="data-cell" data-label={names[column]} key={cell.id}>
              <table.FlexRender cell={cell} />
            </div>
          ))
        }
      />
    </div>
  );
}
