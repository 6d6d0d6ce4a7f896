/** One column of a list: a property of its rows. */
export interface Column<Row> {
  readonly property: keyof Row & string;
  /** Percent of the width; what does not fit goes to the next line. */
  readonly width: number;
  /** What the field is for. */
  readonly label: string;
  /** Puts the label above the field, and in its place this as an example of what to enter. */
  readonly example?: string;
  /** Values and what they are called; without them the field takes text. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What else to do with the field of a new row. */
  readonly prepare?: (field: JQuery) => void;
}

/** Turns an empty `ol` into a list of rows, which can be added, sorted and removed. */
export function editRows<Row extends { [property in keyof Row]: string }>(
  list: JQuery,
  columns: readonly Column<Row>[],
  rows: readonly Partial<Row>[] = [],
): void {
  list.editableList<Partial<Row>>({
    height: 'auto',
    sortable: true,
    removable: true,
    addItem: (container, _index, row) => {
      container.addClass('ivy-row');
      for (const column of columns) {
        const field = fieldFor(column);
        const value = row[column.property];
        // Without a value, a list of choices stays at its first.
        if (value !== undefined) field.val(value);
        container.append(placed(field, column));
        column.prepare?.(field);
      }
    },
  });
  // Set before, the list would take it for its height, and rows would cover the button below.
  list.closest('.red-ui-editableList-container').css('min-height', '80px');
  list.editableList('addItems', [...rows]);
}

function fieldFor<Row>({ property, label, choices, example }: Column<Row>): JQuery {
  const field = choices
    ? selectOf(choices)
    : $('<input type="text">').attr('placeholder', example ?? label);
  return field.attr({ 'data-property': property, 'aria-label': label, title: label });
}

/** The field as wide as its column, below its label where it has an example. */
function placed<Row>(field: JQuery, { width, label, example }: Column<Row>): JQuery {
  const share = { flex: `1 1 calc(${width}% - 4px)`, width: 0, 'min-width': 0 };
  if (example === undefined) return field.css(share);
  const caption = $('<small>').text(label);
  return $('<div>')
    .css({ ...share, overflow: 'hidden' })
    .append(caption, field.css({ width: '100%', margin: 0 }));
}

function selectOf(choices: Readonly<Record<string, string>>): JQuery {
  const options = Object.entries(choices);
  return $('<select>').append(options.map(([value, text]) => $('<option>').val(value).text(text)));
}

/** What stands in the list, without rows whose first column is empty. */
export function rowsIn<Row extends { [property in keyof Row]: string }>(
  list: JQuery,
  columns: readonly Column<Row>[],
): Row[] {
  const texts = (item: JQuery): Row =>
    Object.fromEntries(
      columns.map(({ property }) => {
        const input = item.find(`[data-property="${property}"]`);
        return [property, String(input.val() ?? '').trim()];
      }),
    ) as Row;
  const [first] = columns;
  return (list.editableList('items') as unknown as JQuery)
    .toArray()
    .map((item) => texts($(item)))
    .filter((row) => first !== undefined && row[first.property] !== '');
}
