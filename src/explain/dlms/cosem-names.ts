/** An interface class (IEC 62056-6-2): its name, its attributes from 1 on, its methods from 1 on. */
interface InterfaceClass {
  readonly name: string;
  readonly attributes?: readonly string[];
  readonly methods?: readonly string[];
}

const REGISTER = ['logical_name', 'value', 'scaler_unit'];

const CLASSES: Readonly<Record<number, InterfaceClass>> = {
  1: { name: 'Data', attributes: ['logical_name', 'value'] },
  3: { name: 'Register', attributes: REGISTER, methods: ['reset'] },
  4: {
    name: 'Extended register',
    attributes: [...REGISTER, 'status', 'capture_time'],
    methods: ['reset'],
  },
  5: {
    name: 'Demand register',
    attributes: [
      'logical_name',
      'current_average_value',
      'last_average_value',
      'scaler_unit',
      'status',
      'capture_time',
      'start_time_current',
      'period',
      'number_of_periods',
    ],
    methods: ['reset', 'next_period'],
  },
  6: { name: 'Register activation' },
  7: {
    name: 'Profile generic',
    attributes: [
      'logical_name',
      'buffer',
      'capture_objects',
      'capture_period',
      'sort_method',
      'sort_object',
      'entries_in_use',
      'profile_entries',
    ],
    methods: ['reset', 'capture'],
  },
  8: {
    name: 'Clock',
    attributes: [
      'logical_name',
      'time',
      'time_zone',
      'status',
      'daylight_savings_begin',
      'daylight_savings_end',
      'daylight_savings_deviation',
      'daylight_savings_enabled',
      'clock_base',
    ],
    methods: [
      'adjust_to_quarter',
      'adjust_to_measuring_period',
      'adjust_to_minute',
      'adjust_to_preset_time',
      'preset_adjusting_time',
      'shift_time',
    ],
  },
  9: { name: 'Script table', attributes: ['logical_name', 'scripts'], methods: ['execute'] },
  10: { name: 'Schedule' },
  11: { name: 'Special days table' },
  12: { name: 'Association SN' },
  15: {
    name: 'Association LN',
    attributes: [
      'logical_name',
      'object_list',
      'associated_partners_id',
      'application_context_name',
      'xDLMS_context_info',
      'authentication_mechanism_name',
      'secret',
      'association_status',
      'security_setup_reference',
    ],
    methods: ['reply_to_HLS_authentication', 'change_HLS_secret', 'add_object', 'remove_object'],
  },
  17: { name: 'SAP assignment' },
  18: {
    name: 'Image transfer',
    methods: ['image_transfer_initiate', 'image_block_transfer', 'image_verify', 'image_activate'],
  },
  19: { name: 'IEC local port setup' },
  20: { name: 'Activity calendar' },
  21: { name: 'Register monitor' },
  22: { name: 'Single action schedule' },
  23: { name: 'IEC HDLC setup' },
  27: { name: 'Modem configuration' },
  28: { name: 'Auto answer' },
  29: { name: 'Auto connect' },
  40: {
    name: 'Push setup',
    attributes: ['logical_name', 'push_object_list', 'send_destination_and_method'],
    methods: ['push'],
  },
  41: { name: 'TCP-UDP setup' },
  42: { name: 'IPv4 setup' },
  43: { name: 'MAC address setup' },
  44: { name: 'PPP setup' },
  45: { name: 'GPRS modem setup' },
  47: { name: 'GSM diagnostic' },
  48: { name: 'IPv6 setup' },
  61: { name: 'Register table' },
  62: { name: 'Compact data' },
  63: { name: 'Status mapping' },
  64: {
    name: 'Security setup',
    attributes: [
      'logical_name',
      'security_policy',
      'security_suite',
      'client_system_title',
      'server_system_title',
    ],
    methods: ['security_activate', 'key_transfer', 'key_agreement'],
  },
  65: { name: 'Parameter monitor' },
  68: { name: 'Arbitrator' },
  70: {
    name: 'Disconnect control',
    attributes: ['logical_name', 'output_state', 'control_state', 'control_mode'],
    methods: ['remote_disconnect', 'remote_reconnect'],
  },
  71: {
    name: 'Limiter',
    attributes: [
      'logical_name',
      'monitored_value',
      'threshold_active',
      'threshold_normal',
      'threshold_emergency',
    ],
  },
  72: { name: 'M-Bus client' },
  111: { name: 'Account' },
  112: { name: 'Credit' },
  113: { name: 'Charge' },
  115: {
    name: 'Token gateway',
    attributes: ['logical_name', 'token'],
    methods: ['enter'],
  },
};

/** `3 Register`. */
export function classText(classId: number): string {
  return named(classId, CLASSES[classId]?.name);
}

/** `2 value`; 0 is all attributes. */
export function attributeText(classId: number, attribute: number): string {
  if (attribute === 0) return '0 all attributes';
  return named(attribute, CLASSES[classId]?.attributes?.[attribute - 1]);
}

/** `1 remote_disconnect`. */
export function methodText(classId: number, method: number): string {
  return named(method, CLASSES[classId]?.methods?.[method - 1]);
}

function named(number: number, name: string | undefined): string {
  return name === undefined ? `${number}` : `${number} ${name}`;
}
