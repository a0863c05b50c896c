/** Who made a change, as a door was told it, and what is known of agents and bots (`policies/actors/`). */

/** One commit of the change. */
export interface CommitSource {
  /** Every name its author and committer are known by: logins, e-mails, or `Name <e-mail>`. */
  readonly authors?: readonly string[];
  /** The whole message; co-authors and trailers are found in it. */
  readonly message?: string;
}

export interface ActorSource {
  /** Login (or e-mail) of who opened the pull request or started the run. */
  readonly author?: string;
  /** What the platform says of the author. */
  readonly authorType?: 'human' | 'bot';
  /** People behind the change who did not write it: who assigned the agent, who started it. */
  readonly askedBy?: readonly string[];
  readonly commits?: readonly CommitSource[];
  readonly labels?: readonly string[];
  readonly branch?: string;
  /** Of the process that judges. Only names of known variables ever leave it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** An agent, and by what it shows. */
export interface AgentSource {
  readonly name: string;
  readonly logins?: readonly string[];
  readonly emails?: readonly string[];
  /** Of commit authors and co-authors; `*` at the end: how they begin. */
  readonly names?: readonly string[];
  /** Keys of lines in commit messages. */
  readonly trailers?: readonly string[];
  readonly words?: readonly string[];
  /** How names of branches begin. */
  readonly branches?: readonly string[];
  readonly labels?: readonly string[];
  readonly environment?: readonly string[];
}

export interface KnownActors {
  readonly agents: readonly AgentSource[];
  /** Logins of bots that only raise versions. */
  readonly dependencyBots: readonly string[];
}
