import type { RegisterRow } from './row';

/** Load records, class 06 (table A.7); their layout is in load-record.ts. */
export const LOAD_RECORDS: readonly RegisterRow[] = [
  ['06000000', 'load record all classes: earliest blocks', '负荷最早记录块', '', 'LOAD-RECORD'],
  ['06000001', 'load record all classes: blocks from a given time', '负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06000002', 'load record all classes: latest block', '负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06010000', 'load record class 1: earliest blocks', '第1类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06010001', 'load record class 1: blocks from a given time', '第1类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06010002', 'load record class 1: latest block', '第1类负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06020000', 'load record class 2: earliest blocks', '第2类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06020001', 'load record class 2: blocks from a given time', '第2类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06020002', 'load record class 2: latest block', '第2类负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06030000', 'load record class 3: earliest blocks', '第3类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06030001', 'load record class 3: blocks from a given time', '第3类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06030002', 'load record class 3: latest block', '第3类负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06040000', 'load record class 4: earliest blocks', '第4类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06040001', 'load record class 4: blocks from a given time', '第4类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06040002', 'load record class 4: latest block', '第4类负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06050000', 'load record class 5: earliest blocks', '第5类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06050001', 'load record class 5: blocks from a given time', '第5类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06050002', 'load record class 5: latest block', '第5类负荷最近一个记录块', '', 'LOAD-RECORD'],
  ['06060000', 'load record class 6: earliest blocks', '第6类负荷最早记录块', '', 'LOAD-RECORD'],
  ['06060001', 'load record class 6: blocks from a given time', '第6类负荷给定时间记录块', '', 'LOAD-RECORD'],
  ['06060002', 'load record class 6: latest block', '第6类负荷最近一个记录块', '', 'LOAD-RECORD'],
];
