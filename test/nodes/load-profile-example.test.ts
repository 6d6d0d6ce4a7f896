import 'should';
import { unload } from '../helpers/flow';
import { Example } from './example';

describe('the example "A load profile as a table"', () => {
  afterEach(unload);

  it('gives the rows with their times, one a line', async () => {
    const example = await Example.start('A load profile as a table');
    example.click('answer to the buffer');
    String((await example.at('table')).payload).should.equal(
      [
        'time,kWh',
        '2026-01-01T00:00:00+03:00,1000',
        '2026-01-01T00:15:00+03:00,1000.025',
        '2026-01-01T00:30:00+03:00,1000.05',
        '2026-01-01T00:45:00+03:00,1000.075',
        '',
      ].join('\n'),
    );
  });
});
