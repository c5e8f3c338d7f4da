import { LOGICAL_NAMES } from "./logicalNames.js";
import type { ContainerLayer, ContainerPort, PodLayer } from "./pod.js";
import { confined, envFrom, managerProbe, mounted, pulled, secretVolume } from "./podParts.js";
import type { ConditionalLayer } from "./releaseFacts.js";

const OPERATOR_USER = { uid: 65532, gid: 65532 };
const WEBHOOK_PORT: ContainerPort = { containerPort: 9443, name: "webhook-server", protocol: "TCP" };

const MANAGER: ContainerLayer = {
  name: "manager",
  ...pulled("operator"),
  command: ["/baremetal-operator"],
  env: [
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
  ],
  envFrom: envFrom(LOGICAL_NAMES.operatorConfig),
  securityContext: { allowPrivilegeEscalation: false },
  ports: [WEBHOOK_PORT],
  volumeMounts: [mounted("cert", "/tmp/k8s-webhook-server/serving-certs")],
  livenessProbe: managerProbe("/healthz"),
  readinessProbe: managerProbe("/readyz"),
};

const CONFINED_MANAGER: ContainerLayer = { ...MANAGER, securityContext: confined(OPERATOR_USER) };

const KUBE_RBAC_PROXY: ContainerLayer = {
  name: "kube-rbac-proxy",
  image: "kubeRbacProxy",
  args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:8085/", "--logtostderr=true", "--v=10"],
  ports: [{ containerPort: 8443, name: "https" }],
};

const POD: PodLayer = {
  serviceAccountName: "controller-manager",
  terminationGracePeriodSeconds: 10,
  volumes: [{ name: "cert", secret: { secretName: "bmo-webhook-server-cert", defaultMode: 420 } }],
};

const CONFINED_POD: PodLayer = {
  ...POD,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
};

/** Before v0.3: nothing is confined, and kube-rbac-proxy stands before the metrics. */
export const OPEN_OPERATOR: PodLayer = { ...POD, containers: [MANAGER, KUBE_RBAC_PROXY] };

/** v0.3 to v0.8.0. */
export const CONFINED_OPERATOR: PodLayer = { ...CONFINED_POD, containers: [CONFINED_MANAGER, KUBE_RBAC_PROXY] };

/** Since v0.8.1, without kube-rbac-proxy: the manager guards its metrics itself. */
export const UNPROXIED_OPERATOR: PodLayer = {
  ...CONFINED_POD,
  containers: [{ ...CONFINED_MANAGER, ports: [WEBHOOK_PORT, { containerPort: 8443, name: "https", protocol: "TCP" }] }],
};

/** Layers of the operator's pod. */
export const OPERATOR_LAYERS: Readonly<
  Record<"tls" | "authentication" | "authenticationWithInspector", ConditionalLayer>
> = {
  /** Trusts Ironic's authority. */
  tls: {
    when: { tls: true },
    pod: {
      containers: [{ name: "manager", volumeMounts: [mounted("cacert", "/opt/metal3/certs/ca")] }],
      volumes: [secretVolume("cacert", "ironic-cacert")],
    },
  },
  /** Logs in to Ironic. */
  authentication: {
    when: { authentication: true },
    pod: {
      containers: [{ name: "manager", volumeMounts: [mounted(LOGICAL_NAMES.credentials, "/opt/metal3/auth/ironic")] }],
      volumes: [secretVolume(LOGICAL_NAMES.credentials)],
    },
  },
  /** Logs in to Ironic and to the inspector. */
  authenticationWithInspector: {
    when: { authentication: true },
    pod: {
      containers: [
        {
          name: "manager",
          volumeMounts: [
            mounted(LOGICAL_NAMES.credentials, "/opt/metal3/auth/ironic"),
            mounted(LOGICAL_NAMES.inspectorCredentials, "/opt/metal3/auth/ironic-inspector"),
          ],
        },
      ],
      volumes: [secretVolume(LOGICAL_NAMES.credentials), secretVolume(LOGICAL_NAMES.inspectorCredentials)],
    },
  },
};
