/** The score of a blast radius, 0 to 100. */
import type { Criticality } from '../model/catalog.ts';

/** Level of a score. */
export type Level = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** Weight of one destroyed instance by criticality. */
export const weights: Readonly<Record<Criticality, number>> = {
  disposable: 0.5,
  standard: 3,
  stateful: 15,
  critical: 25,
};
/** Weight of one dependent. */
export const dependentWeight = 1;

/**
 * Returns `⌈100 × (1 − e^(−W/50))⌉`, at most 100, where W is the weight of all destroyed instances and dependents. 0
 * if nothing is destroyed.
 */
export function scoreOf(destroyed: readonly Criticality[], dependents: number): number {
  if (destroyed.length === 0) return 0;
  const weight = destroyed.reduce((sum, criticality) => sum + weights[criticality], dependents * dependentWeight);
  return Math.min(100, Math.ceil(100 * (1 - Math.exp(-weight / 50))));
}

/** Returns the level: none 0 · low < 25 · medium < 50 · high < 75 · critical from 75. */
export function levelOf(score: number): Level {
  if (score === 0) return 'none';
  return score < 25 ? 'low' : score < 50 ? 'medium' : score < 75 ? 'high' : 'critical';
}
