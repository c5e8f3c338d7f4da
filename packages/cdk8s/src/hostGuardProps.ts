/** What the guard lets pass. */
export interface HostGuardProps {
  /**
   * User names whose writes need no approval, such as a controller that is meant to deprovision hosts:
   * `system:serviceaccount:capm3-system:capm3-manager`.
   * @default - none
   */
  readonly exempt?: readonly string[] | undefined;
  /**
   * Whether a host may be created with an image, which the operator installs at once, whatever runs there. `refuse`: only
   * where the host says that it is installed, or in a second step.
   * @default "allow"
   */
  readonly createWithImage?: "allow" | "refuse" | undefined;
}
