/** Shows the list of registers while the group is `custom`, or a variable that may be. */
export function showCustomList(groups: readonly string[]): void {
  const group = $('#node-input-group');
  const show = (): void => {
    const isFixed = groups.includes(String(group.val())) && group.val() !== 'custom';
    $('.ivy-registers').toggle(!isFixed);
  };
  group.on('change', show);
  show();
}
