import 'should';
import { tidyUp } from '../store/folder';
import { killedOrder } from './killed-orders';

describe('a gateway killed between order and answer', () => {
  afterEach(tidyUp);

  it('does not switch again when the order comes again, and says that nobody knows', async () => {
    const { acts, answer } = await killedOrder(0);
    acts.should.equal(1);
    answer.should.have.properties({ success: false, code: 'uncertain', repeated: true });
  }).timeout(60_000);
});
