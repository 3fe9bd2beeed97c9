/** @file How often a run reports what. */

import { RateLimiter } from '../shared/rate-limiter.js';

export class ReportLimits {
  progress = new RateLimiter(50);
  snapshot = new RateLimiter(100);
  validation = new RateLimiter(1000, 10);
  /** Validation at the end of an epoch has a shorter interval, because epochs of small networks are short. */
  epoch = new RateLimiter(25, 20);
  /** Reading back stalls the GPU, so all reads are batched, once a second. */
  device = new RateLimiter(1000);

  /** For another network, whose validation takes another time. */
  restart() {
    this.validation = new RateLimiter(1000, 10);
    this.epoch = new RateLimiter(25, 20);
  }

  /**
   * @param {number} now milliseconds
   * @param {boolean} ended whether an epoch has
   */
  validates(now, ended) {
    return this.validation.isReady(now) || (ended && this.epoch.isReady(now));
  }
}
