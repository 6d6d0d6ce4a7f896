import { type Names, nameOf } from '../shared/obis-picker.editor';
import { text } from '../shared/texts.editor';

/** An object that a meter has, as the gateway tells it. */
interface MeterObject extends Names {
  readonly classId: number;
  readonly obis: string;
}

interface KnownMeter {
  readonly id: string;
  readonly protocol: string;
}

/** Lets the user pick from what a connected meter has; a click adds an object to the list. */
export function offerObjects(list: JQuery, gatewayId: () => string): void {
  const pane = $('.ivy-objects');
  const meters = pane.find('.ivy-objects-meter');
  const said = pane.find('.ivy-objects-said');
  const found = pane.find('.ivy-objects-found').css({ 'max-height': '200px', overflow: 'auto' });
  const say = (key: string, parameters = {}): void => {
    said.text(text('dlms-poller', `objects.${key}`, parameters));
  };

  $.getJSON(`ivy-gateway/${gatewayId()}/known-meters`)
    .done((known: readonly KnownMeter[]) => {
      const dlms = known.filter(({ protocol }) => protocol === 'dlms');
      meters.append(dlms.map(({ id }) => $('<option>').val(id).text(id)));
      if (dlms.length === 0) say('none');
    })
    .fail(() => say('notDeployed'));

  const show = (objects: readonly MeterObject[]): void => {
    say('found', { count: objects.length });
    found.empty().append(
      objects.map((object) =>
        $('<a href="#">')
          .css({ display: 'block' })
          .text(`${object.classId}/${object.obis}  ${nameOf(object)}`)
          .on('click', (event) => {
            event.preventDefault();
            list.editableList('addItem', { object: `${object.classId}/${object.obis}` });
          }),
      ),
    );
  };

  pane.find('.ivy-objects-read').on('click', () => {
    const meterId = String(meters.val() ?? '');
    if (meterId === '') return;
    const started = Date.now();
    const tick = (): void =>
      say('reading', { seconds: Math.round((Date.now() - started) / 1_000) });
    const ticking = setInterval(tick, 1_000);
    tick();
    found.empty();
    $.getJSON(`ivy-gateway/${gatewayId()}/meters/${encodeURIComponent(meterId)}/objects`)
      .done(show)
      .fail(({ responseJSON, status }) => {
        const unreachable = text('ivy-gateway', 'meters.unreachable', { status });
        said.text(responseJSON?.error ?? unreachable);
      })
      .always(() => clearInterval(ticking));
  });
}
