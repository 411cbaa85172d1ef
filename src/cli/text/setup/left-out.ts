import type { MissingPeople } from '../../../core/setup/index.ts';
import { count } from '../../terminal/numbers.ts';

/** Authors that are not proposed, by reason; empty where everybody is. */
export function leftOutWords({ inactive, rare, beyond, unusable }: MissingPeople['leftOut']): string {
  const words = [
    ...(inactive > 0 ? [`${count(inactive)} did nothing for a year`] : []),
    ...(rare > 0 ? [`${count(rare)} came once or twice`] : []),
    ...(beyond > 0 ? [`${count(beyond)} wrote less than these`] : []),
    ...(unusable > 0 ? [`${count(unusable)} left no address`] : []),
  ];
  return words.length === 0 ? '' : `left out: ${words.join(', ')}`;
}
