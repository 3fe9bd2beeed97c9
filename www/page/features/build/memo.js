/** @file A component that is drawn again only when one of its properties has changed. */

import { Component, h } from 'preact';

/**
 * @template {object} Props
 * @param {(props: Props) => import('preact').ComponentChild} View
 * @returns {import('preact').ComponentClass<Props>}
 */
export function memo(View) {
  return class extends Component {
    /** @override @param {Readonly<Props>} next */
    shouldComponentUpdate(next) {
      const [before, after] = [this.props, next].map((props) => /** @type {Record<string, unknown>} */ (props));
      const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
      return [...names].some((name) => before?.[name] !== after?.[name]);
    }

    /** @override */
    render() {
      return h(/** @type {import('preact').FunctionComponent<Props>} */ (View), this.props);
    }
  };
}
