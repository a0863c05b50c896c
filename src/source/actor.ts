/** Who made a change, as given by a command or the Action, and the known agents and bots (`policies/actors/`). */

/** One commit of the change. */
export interface CommitSource {
  /** Every name of its author and committer: logins, e-mail addresses, or `Name <e-mail>`. */
  readonly authors?: readonly string[];
  /** The whole message; co-authors and trailers are parsed from it. */
  readonly message?: string;
}

/** Information about who made a change; every part is optional. */
export interface ActorSource {
  /** Login (or e-mail address) of the person who opened the pull request or started the run. */
  readonly author?: string;
  /** Type of the author according to the platform. */
  readonly authorType?: 'human' | 'bot';
  /** People who requested the change without writing it, such as the person who assigned an agent. */
  readonly askedBy?: readonly string[];
  readonly commits?: readonly CommitSource[];
  /** Where the commits were taken from if nobody named the author, e.g. `origin/main..HEAD`. */
  readonly commitRange?: string;
  readonly labels?: readonly string[];
  readonly branch?: string;
  /** Environment of this process. Only names of known variables are shown. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** An AI agent and the signs by which it is recognised. */
export interface AgentSource {
  readonly name: string;
  readonly logins?: readonly string[];
  readonly emails?: readonly string[];
  /** Names of commit authors and co-authors; a `*` at the end matches any ending. */
  readonly names?: readonly string[];
  /** Keys of trailers in commit messages. */
  readonly trailers?: readonly string[];
  readonly words?: readonly string[];
  /** Prefixes of branch names. */
  readonly branches?: readonly string[];
  readonly labels?: readonly string[];
  readonly environment?: readonly string[];
}

/** The agents and bots of `policies/actors/`. */
export interface KnownActors {
  readonly agents: readonly AgentSource[];
  /** Logins of bots that only update versions. */
  readonly dependencyBots: readonly string[];
}
