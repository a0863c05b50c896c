/** One number for the blast radius. */
import type { Criticality } from '../model/catalog.ts';

export type Level = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** What losing one instance weighs. */
export const weights: Readonly<Record<Criticality, number>> = {
  disposable: 0.5,
  standard: 3,
  stateful: 15,
  critical: 25,
};
export const dependentWeight = 1;

/** `score = ⌈100 × (1 − e^(−W/50))⌉`, W = weights of the destroyed + 1 for each dependent; 0 where nothing is destroyed. */
export function scoreOf(destroyed: readonly Criticality[], dependents: number): number {
  if (destroyed.length === 0) return 0;
  const weight = destroyed.reduce((sum, criticality) => sum + weights[criticality], dependents * dependentWeight);
  return Math.min(100, Math.ceil(100 * (1 - Math.exp(-weight / 50))));
}

/** none 0 · low < 25 · medium < 50 · high < 75 · critical from 75. */
export function levelOf(score: number): Level {
  if (score === 0) return 'none';
  return score < 25 ? 'low' : score < 50 ? 'medium' : score < 75 ? 'high' : 'critical';
}
