/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifest that the docs give to users. */
class RbacManifestTest {
  private Role role;
  private RoleBinding binding;

  @BeforeEach
  void load() throws IOException {
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
        InputStream manifest = Files.newInputStream(Path.of("../docs/manifests/rbac.yaml"))) {
      List<HasMetadata> objects = client.load(manifest).items();
      assertEquals(2, objects.size());
      role = (Role) objects.get(0);
      binding = (RoleBinding) objects.get(1);
    }
  }

  @Test
  void itGrantsToListAndWatchEndpointSlicesAndNothingElse() {
    PolicyRule rule =
        new PolicyRuleBuilder()
            .withApiGroups("discovery.k8s.io")
            .withResources("endpointslices")
            .withVerbs("list", "watch")
            .build();

    assertEquals(List.of(rule), role.getRules());
  }

  @Test
  void itGrantsTheRuleThatTheMessageOfARefusalNames() {
    assertEquals(
        List.of(
            Serialization.unmarshal(
                "---\n" + new EndpointSliceApi().accessRule(), PolicyRule.class)),
        role.getRules());
  }

  @Test
  void theBindingBindsThatRoleInItsNamespace() {
    assertEquals(role.getMetadata().getNamespace(), binding.getMetadata().getNamespace());
    assertEquals(role.getKind(), binding.getRoleRef().getKind());
    assertEquals(role.getMetadata().getName(), binding.getRoleRef().getName());
  }
}
