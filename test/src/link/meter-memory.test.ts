import should from 'should';
import { MeterMemory } from '../../../src/link/meter-memory';

describe('what is learned about a meter', () => {
  let changes = 0;
  const memoryOf = (entries: readonly (readonly [string, unknown])[]): MeterMemory => {
    changes = 0;
    return new MeterMemory(entries, () => changes++);
  };

  it('is recalled without a change', () => {
    const memory = memoryOf([['form', 'hdlc']]);
    should(memory.get('form')).equal('hdlc');
    changes.should.equal(0);
  });

  it('tells of what is new or other, not of what is known already', () => {
    const memory = memoryOf([['scale', { scaler: -1 }]]);
    memory.set('scale', { scaler: -1 });
    changes.should.equal(0);
    memory.set('scale', { scaler: -2 });
    memory.set('form', undefined);
    memory.set('form', undefined);
    changes.should.equal(2);
    memory.delete('form');
    memory.delete('form');
    changes.should.equal(3);
    memory.clear();
    [...memory].should.eql([]);
    changes.should.equal(4);
  });

  it('is bounded: the oldest goes', () => {
    const memory = memoryOf([]);
    for (let index = 0; index <= 1_024; index++) memory.set(`scale:${index}`, index);
    memory.size.should.equal(1_024);
    memory.has('scale:0').should.be.false();
    memory.has('scale:1024').should.be.true();
  });
});
