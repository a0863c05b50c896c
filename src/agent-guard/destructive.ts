/** Which command of a script destroys something, by the rules that agents are judged by. */
import type { CommandRules, FindDestructive, Rule } from '../source/agent-commands.ts';
import { once } from '../text/once.ts';
import { judgeCommandLine } from './decide.ts';

/**
 * The first destructive command and what it does, e.g. `aws s3 rm --recursive (empties a bucket)`. What may or may not be one is none: a
 * provisioner was reviewed with the code, and a person cannot approve every script.
 */
export function destructiveFinder(rules: CommandRules): FindDestructive {
  // Most plans run no script.
  const judged = once(
    (): CommandRules => ({
      ...rules,
      suspicious: { tools: [], words: [] },
      rules: [
        ...rules.rules
          .filter(({ destroys, decision }) => destroys || decision === 'allow')
          .map((rule): Rule => (rule.destroys ? { ...rule, decision: 'deny' } : rule)),
        ...rules.provisioners,
      ],
    }),
  );
  return (script) => {
    const { decision, ...found } = judgeCommandLine(withoutInterpolation(script), judged());
    if (decision === 'allow' || !('because' in found) || typeof found.because === 'string') return null;
    if (!('rule' in found.because) || found.because.certainty !== 'yes') return null;
    return `${found.because.shown} (${found.because.rule.does})`;
  };
}

/** `${self.triggers.bucket}` is a value of Terraform's, of which nothing is known but that it is one. */
function withoutInterpolation(script: string): string {
  return script.replace(/(?<!\$)[$%]\{[^{}]*\}/g, 'VALUE').replace(/([$%])\1\{/g, '$1{');
}
