import type { FailureClass } from "@ironworks/core";
import { OperationStop } from "@ironworks/driver";

/** Something that will not be done, found from what is known alone. */
export function refusal(failureClass: FailureClass, detail: string, remedy: string): OperationStop {
  return new OperationStop({ failureClass, detail, remedy, code: "REFUSED" });
}
