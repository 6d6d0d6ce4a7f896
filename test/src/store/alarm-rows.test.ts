import 'should';
import { AlarmRows } from '../../../src/store/alarm-rows';
import { NO_ENGINE } from '../../../src/store/engine';
import { Journal } from '../../../src/store/journal';
import { newFolder, open, tidyUp } from './folder';

const journal = () => new Journal(NO_ENGINE, () => {});

describe('what alarm nodes remember', () => {
  afterEach(tidyUp);

  it('is there after a restart, each node’s by itself', async () => {
    const folder = await newFolder();
    const before = await open(folder);
    before.alarms.of('node-1').put('alarm|high|1|X', { since: 5 });
    before.alarms.of('node-1').put('alarm|high|2|X', { since: 6 });
    before.alarms.of('node-2').put('alarm|low|1|X', 7);
    before.alarms.of('node-1').delete('alarm|high|2|X');
    await before.close();
    const { alarms } = await open(folder);
    [...alarms.of('node-1').rows('')].should.eql([['alarm|high|1|X', { since: 5 }]]);
    [...alarms.of('node-2').rows('alarm|')].should.eql([['alarm|low|1|X', 7]]);
    [...alarms.of('node-2').rows('last|')].should.eql([]);
    alarms.size.should.equal(2);
  });

  it('goes when the node goes', async () => {
    const folder = await newFolder();
    const before = await open(folder);
    before.alarms.of('a').put('x', 1);
    before.alarms.of('b').put('x', 2);
    before.alarms.of('a').clear();
    await before.close();
    const { alarms } = await open(folder);
    alarms.size.should.equal(1);
    [...alarms.of('b').rows('')].should.eql([['x', 2]]);
  });

  it('a row that cannot be read is undefined', () => {
    const rows = new AlarmRows(journal(), [['alarm:a|x', '{']]);
    [...rows.of('a').rows('')].should.eql([['x', undefined]]);
  });

  it('is bounded: the row that its node put longest ago gives way', () => {
    const rows = new AlarmRows(journal(), [], 3);
    const part = rows.of('a');
    for (const key of ['x', 'y', 'z']) part.put(key, 1);
    part.put('x', 2);
    part.put('w', 1);
    [...part.rows('')].map(([key]) => key).should.eql(['z', 'x', 'w']);
    rows.size.should.equal(3);
  });

  it('a node that has no row yet gets none where there is no room', () => {
    const rows = new AlarmRows(journal(), [], 1);
    rows.of('a').put('x', 1);
    rows.of('b').put('x', 1);
    [...rows.of('b').rows('')].should.eql([]);
    rows.size.should.equal(1);
  });
});
