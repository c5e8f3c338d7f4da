import { type FailureClass, IronworksError } from "@ironworks/core";

/** Something that will not be done, found without the operation at hand. */
export class NodeRefusal extends IronworksError {
  override readonly code = "REFUSED";

  constructor(
    readonly failureClass: FailureClass,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}
