import type { PolicySpec } from "./admissionPolicy.js";
import { APPROVE_ANNOTATION, HOLDS_HOSTS_LABEL } from "./approval.js";
import { APPROVALS, notExempt } from "./hostPolicy.js";

const NAMESPACE = "request.resource.resource == 'namespaces'";
const TOKEN = "'delete:' + oldObject.metadata.uid";

function holdsHosts(object: string): string {
  return `${object}.metadata.?labels['${HOLDS_HOSTS_LABEL}'].orValue('') == 'true'`;
}

/**
 * Refuses to delete what takes hosts with it: a definition of Metal3, a namespace that is marked as holding hosts. The
 * mark stands for what a policy cannot look up; it does not come off either.
 */
export function containerPolicy(exempt: readonly string[]): PolicySpec {
  return {
    name: "ironworks-host-containers",
    resources: [
      { group: "apiextensions.k8s.io", resource: "customresourcedefinitions", operations: ["DELETE"] },
      { group: "", resource: "namespaces", operations: ["UPDATE", "DELETE"] },
    ],
    conditions: {
      ...notExempt(exempt),
      "of-hosts": `${NAMESPACE} ? ${holdsHosts("oldObject")} : oldObject.metadata.name.endsWith('.metal3.io')`,
    },
    variables: {
      deletes: "request.operation == 'DELETE'",
      approvals: APPROVALS,
      thing: `(${NAMESPACE} ? 'namespace ' : 'definition ') + oldObject.metadata.name`,
      approve: `'to approve this one change, run: kubectl annotate --overwrite ' + (${NAMESPACE} ? 'namespace ' : 'crd ') + oldObject.metadata.name + " '${APPROVE_ANNOTATION}=" + ${TOKEN} + "'"`,
    },
    rules: [
      {
        expression: `!variables.deletes || (${TOKEN}) in variables.approvals`,
        message: `'Deleting the ' + variables.thing + (${NAMESPACE} ? ' deletes every host in it, and the operator deprovisions those; ' : ' deletes every object of its kind, and with a host what is installed on it; ') + variables.approve`,
      },
      {
        expression: `variables.deletes || ${holdsHosts("object")} || (${TOKEN}) in variables.approvals`,
        message: `'Without its label ${HOLDS_HOSTS_LABEL}=true the ' + variables.thing + ' could be deleted with all its hosts; ' + variables.approve`,
      },
    ],
    action: "Deny",
  };
}
