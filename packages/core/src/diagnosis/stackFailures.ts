import type { FailureRow } from "./failureRow.js";

/**
 * Failures of the control plane itself, as its pods and the operator print them: what a first deployment of Metal3 meets
 * before any host is there.
 */
export const STACK_FAILURES: readonly FailureRow[] = [
  {
    id: "stack-blank-variable",
    said: "PROVISIONING_IP: unbound variable",
    pattern: /\b(?<variable>[A-Z][A-Z0-9_]{3,}): (?:unbound variable|parameter (?:null or )?not set)/,
    failureClass: "config",
    cause: "a script of Ironic's image needs the variable `<variable>` to be defined, even if it is empty",
    remedy:
      'write `<variable>: ""` into the ConfigMap `ironic-bmo-configmap` (`settings.<variable>` of the stack), or its value where you have one',
  },
  {
    id: "stack-default-address",
    said: "dial tcp 172.22.0.2:6385: i/o timeout",
    pattern: /172\.22\.0\.\d+:\d+/,
    failureClass: "config",
    cause: "the address is that of upstream's development environment, which was never replaced",
    remedy: "set `IRONIC_ENDPOINT` to where Ironic really listens, and the provisioning addresses with it",
  },
  {
    id: "stack-service-name",
    said: "ironic-httpd … Name or service not known",
    pattern:
      /(?:ironic-(?:httpd|api|inspector)|\.svc\b).{0,200}(?:name or service not known|name resolution|no such host|could not resolve|failed to resolve)|(?:could not resolve|failed to resolve|no such host|lookup)\b.{0,80}(?:ironic-(?:httpd|api|inspector)|\.svc\b)/is,
    failureClass: "config",
    cause:
      "the name of a Kubernetes Service is not known where it is used: Ironic's pod has the node's network, and with it the node's DNS",
    remedy:
      "set `dnsPolicy: ClusterFirstWithHostNet` on Ironic's pod; write whole names (`….svc`) in the ConfigMap, IP addresses in `DEPLOY_KERNEL_URL`, `image.url`",
  },
  {
    id: "stack-no-interface",
    said: "Waiting for … to be configured",
    pattern:
      /waiting for (?:\S+ )?(?:IP|interface|address)\b.*(?:provisioning|to be configured)|waiting for .* to be configured/is,
    failureClass: "config",
    cause: "Ironic's pod runs on a node that does not have the provisioning interface or address",
    remedy:
      "choose the node with a `nodeSelector`, or correct `PROVISIONING_INTERFACE`, `PROVISIONING_IP` or `PROVISIONING_MACS`",
  },
  {
    id: "stack-image-pull",
    said: "ImagePullBackOff",
    pattern: /ErrImagePull|ImagePullBackOff|manifest unknown|failed to pull image/i,
    failureClass: "image",
    cause: "the node cannot pull a container image: the tag is gone, or the registry is not reachable",
    remedy: "pin images by digest and mirror them where the nodes can pull",
  },
  {
    id: "stack-old-script",
    said: "runironic-inspector: no such file or directory",
    pattern: /runironic-inspector\b.*(?:no such file|not found)|(?:no such file|not found).*runironic-inspector/is,
    failureClass: "config",
    cause: "an old release of the operator runs a current image of Ironic: the manifests name no tag",
    remedy: "use the images of that release, or a newer release",
  },
  {
    id: "stack-no-ramdisk",
    said: "No DEPLOY_KERNEL_URL variable set",
    pattern: /no DEPLOY_KERNEL_URL|DEPLOY_KERNEL_URL and DEPLOY_RAMDISK_URL|DEPLOY_RAMDISK_URL variable set/i,
    failureClass: "config",
    cause: "the operator (up to v0.10) ends without the URLs of the deploy ramdisk, and wants both",
    remedy: "set `DEPLOY_KERNEL_URL` and `DEPLOY_RAMDISK_URL`, or `DEPLOY_ISO_URL`",
  },
];
