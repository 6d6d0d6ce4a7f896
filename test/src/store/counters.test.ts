import 'should';
import fc from 'fast-check';
import { Counters } from '../../../src/store/counters';
import { Journal } from '../../../src/store/journal';
import { Disk } from './disk';

/** What may happen to a counter. */
type Event =
  | { readonly kind: 'reserve'; readonly count: number; readonly atLeast: number }
  | { readonly kind: 'full' | 'room' | 'crash' };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      count: fc.integer({ min: 1, max: 250 }),
      atLeast: fc.integer({ min: 0, max: 2_000 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('full', 'room', 'crash') }) },
);

/** The ranges of numbers that were given, in the order in which they were. */
async function rangesGiven(events: readonly Event[]): Promise<readonly [number, number][]> {
  const disk = new Disk();
  const given: [number, number][] = [];
  const start = async () => new Counters(new Journal(disk, () => {}), await disk.rows('counter:'));
  let counters = await start();
  for (const event of events) {
    if (event.kind === 'crash') counters = await start();
    else if (event.kind !== 'reserve') disk.isFull = event.kind === 'full';
    else {
      const { count, atLeast } = event;
      const first = await counters.reserve('ic', count, atLeast).catch(() => undefined);
      if (first !== undefined) given.push([first, first + count]);
    }
  }
  return given;
}

describe('a counter', () => {
  it('only ever goes up, whatever becomes of disk and process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        let end = 0;
        for (const [first, next] of await rangesGiven(events)) {
          first.should.be.aboveOrEqual(end);
          end = next;
        }
      }),
      { numRuns: 300 },
    );
  });
});
