/** Definitions of the plan, for the commands that read one. */

/** The plan as an argument. */
export const planArgument = {
  type: 'string',
  demandOption: true,
  describe: 'saved plan, JSON plan, or - for standard input',
} as const;

/** `--terraform`. */
export const terraformOption = {
  type: 'string',
  requiresArg: true,
  describe: 'binary that reads saved plans (default: terraform, else tofu)',
} as const;
