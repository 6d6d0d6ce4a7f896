import type { NodeAPI } from 'node-red';
import {
  AlarmDesk,
  type AlarmMemory,
  type AlarmRequest,
  Alarms,
  observed,
  perform,
  VolatileMemory,
} from '../../src/alarm';
import { Failure } from '../../src/link';
import { DEFAULT_PREFIX } from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { guarded, type Message, onInput, type Send } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { carryOver } from '../shared/parked';
import { registerNode } from '../shared/register-node';
import { evaluationTeller, withoutOrders } from './alarm-messages';
import type { AlarmThresholdProps } from './alarm-threshold.props';
import { overridesIn, rulesIn } from './dialog-lists';
import { answerTo, orderIn } from './orders';

/** ms between looks at delays and silence. */
const TICK = 1_000;
/** Memory that a deploy carries over, for nodes without a gateway. */
const VOLATILE = {
  kind: VolatileMemory,
  configure: () => true,
  create: () => new VolatileMemory(),
};

export = (RED: NodeAPI): void => {
  registerNode<AlarmThresholdProps>(RED, 'alarm-threshold', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
    const rules = rulesIn(props.rules);
    const overrides = overridesIn(props.overrides, rules);
    const own = new AlarmDesk();
    const desk = gateway?.alarms ?? own;
    let opened: { readonly alarms: Alarms; readonly memory: AlarmMemory } | undefined;
    let shown = 0;

    const open = (memory: AlarmMemory): void => {
      const timezoneOf = (meterId: string) => gateway?.timezoneOf(meterId);
      const groupOf = (meterId: string) => gateway?.describe(meterId).group;
      const options = { rules, overrides, memory, timezoneOf, groupOf };
      opened = { memory, alarms: new Alarms(options, now()) };
    };
    const alarms = (): Alarms => {
      if (!opened) throw new Failure('storage-failed', 'the store of the gateway is not open');
      return opened.alarms;
    };
    const showStatus = (): void => {
      shown = opened?.alarms.active ?? 0;
      const text = RED._('alarm-threshold.status.active', { count: shown });
      node.status(shown > 0 ? { fill: 'yellow', shape: 'dot', text } : {});
    };
    const tell = evaluationTeller(RED, node, gateway, prefix);
    const clerk = (request: AlarmRequest): number | undefined => {
      const outcome = perform(alarms(), request, now());
      if (outcome) tell(outcome.evaluations);
      return outcome?.count;
    };
    const tick = (): void => {
      if (!opened) return;
      tell(opened.alarms.tick(now()));
      if (opened.alarms.active !== shown) showStatus();
    };

    const take = (message: Message, send: Send): void => {
      const order = orderIn(message);
      if (!order) {
        tell(alarms().observe(observation(message), now()), message, send);
      } else if (!order.isRemote || desk.claim(message._msgid)) {
        const answering = order.isRemote ? desk : own;
        const answer = answerTo(order, prefix, (request) => answering.handle(request));
        send([null, null, null, { ...withoutOrders(RED.util.cloneMessage(message)), ...answer }]);
      }
    };

    if (!gateway) open(carryOver(RED, node, VOLATILE));
    const ready = gateway?.ready.then(guarded(node, () => open(gateway.store.alarms.of(node.id))));
    const withdraw = gateway?.statistics.add('alarms', () => opened?.alarms.statistics ?? {});
    own.add(clerk);
    desk.add(clerk, () => opened?.alarms.standing(now()) ?? []);
    const timer = setInterval(guarded(node, tick), TICK).unref();

    onInput(
      node,
      (message, send) => (opened ? take(message, send) : ready?.then(() => take(message, send))),
      showStatus,
    );

    node.on('close', (removed: boolean, done: () => void) => {
      clearInterval(timer);
      desk.remove(clerk);
      withdraw?.();
      if (removed) opened?.memory.clear();
      done();
    });
  });
};

function observation({ payload }: Message) {
  try {
    return observed(payload);
  } catch {
    throw new MessageError('msg.payload is no reading, reading set or event of a meter');
  }
}

function now() {
  return { ts: Date.now(), clock: performance.now() };
}
