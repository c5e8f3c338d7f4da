/** An error as the deploy agent reports it in a command's result. */
export interface AgentErrorBody {
  readonly type: string;
  readonly code: number;
  readonly message: string;
  readonly details: string;
}

type AgentErrorType =
  | "CommandExecutionError"
  | "DeviceNotFound"
  | "ImageDownloadError"
  | "ImageChecksumError"
  | "InvalidImage"
  | "InvalidCommandError"
  | "InvalidCommandParamsError";

/** Error types of ironic-python-agent with their HTTP code and fixed message. */
const MESSAGES: Readonly<Record<AgentErrorType, readonly [number, string]>> = {
  CommandExecutionError: [500, "Command execution failed"],
  DeviceNotFound: [404, "Error finding the disk or partition device to deploy the image onto"],
  ImageDownloadError: [500, "Error downloading image"],
  ImageChecksumError: [500, "Error verifying image checksum"],
  InvalidImage: [500, "The provided image is not valid for use"],
  InvalidCommandError: [400, "Invalid command"],
  InvalidCommandParamsError: [400, "Invalid command parameters"],
};

/** A step or command that failed, in the agent's own types and words. */
export class AgentError extends Error {
  readonly body: AgentErrorBody;

  constructor(type: AgentErrorType, details: string) {
    super(details);
    const [code, message] = MESSAGES[type];
    this.body = { type, code, message, details };
  }
}

export function agentErrorBody(error: unknown): AgentErrorBody {
  if (error instanceof AgentError) {
    return error.body;
  }
  const details = error instanceof Error ? error.message : String(error);
  return { type: "Exception", code: 500, message: "Unexpected error", details };
}
