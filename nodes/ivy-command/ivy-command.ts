import type { NodeAPI, NodeStatus } from 'node-red';
import { CommandPort } from '../../src/command';
import { gatewayOf } from '../shared/gateway-node';
import { guarded, onInput } from '../shared/guard';
import { carryOver } from '../shared/parked';
import { registerNode } from '../shared/register-node';
import { numberSetting } from '../shared/settings';
import { incomingOf } from './incoming';
import type { IvyCommandProps } from './ivy-command.props';

const TIMES = { min: 100, max: 600_000 };

export = (RED: NodeAPI): void => {
  registerNode<IvyCommandProps>(RED, 'ivy-command', (node, props) => {
    const gateway = gatewayOf(RED, props.gateway);
    const { commands } = gateway;
    const timeout = numberSetting('timeout', props.timeout, 10_000, TIMES);
    const port = carryOver(RED, node, {
      kind: CommandPort,
      configure: (parked) => parked.configure(commands, timeout),
      create: () => new CommandPort(commands, node.id, timeout),
    });
    const showStatus = (): void => node.status(statusOf(RED, port));
    port.on(
      'response',
      guarded(node, (publication, request) => {
        node.send({ ...request, ...publication });
        showStatus();
      }),
    );
    port.on(
      'audit',
      guarded(node, (publication) => node.send([null, { ...publication }])),
    );
    commands.policy.lock.on('changed', showStatus);
    node.on('close', () => commands.policy.lock.off('changed', showStatus));
    showStatus();

    onInput(
      node,
      async (message) => {
        const incoming = incomingOf(message, gateway.options);
        if (incoming.kind === 'relay-lock') {
          await port.takeLock(incoming.payload);
        } else if (incoming.kind === 'command') {
          const answered = port.take(incoming.command, incoming.rest);
          showStatus();
          await answered;
        }
      },
      showStatus,
    );
  });
};

function statusOf(
  RED: NodeAPI,
  { isLocked, inProgress, succeeded, failed }: CommandPort,
): NodeStatus {
  if (isLocked) return { fill: 'red', shape: 'dot', text: 'ivy-command.status.locked' };
  if (inProgress > 0) {
    const text = RED._('ivy-command.status.busy', { count: inProgress });
    return { fill: 'blue', shape: 'dot', text };
  }
  if (succeeded + failed === 0) {
    return { fill: 'green', shape: 'ring', text: 'ivy-command.status.idle' };
  }
  const text = RED._('ivy-command.status.answered', { succeeded, failed });
  return { fill: 'green', shape: 'dot', text };
}
