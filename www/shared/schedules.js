/** @file The schedules of the learning rate that the page offers, and which of the settings each one reads. */

/**
 * @typedef {'constant' | 'step' | 'exponential' | 'cosine' | 'warmup_cosine' | 'one_cycle'} ScheduleName
 * @typedef {'every' | 'factor' | 'steps' | 'warmup_steps' | 'minimum' | 'maximum'} ScheduleField
 */

/** @type {Record<ScheduleName, ScheduleField[]>} */
export const scheduleFields = {
  constant: [],
  cosine: ['steps', 'minimum'],
  warmup_cosine: ['warmup_steps', 'steps', 'minimum'],
  one_cycle: ['steps', 'maximum'],
  step: ['every', 'factor'],
  exponential: ['factor'],
};

export const scheduleNames = /** @type {ScheduleName[]} */ (Object.keys(scheduleFields));
