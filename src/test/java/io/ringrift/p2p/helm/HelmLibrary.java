package io.ringrift.p2p.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.NativeLibrary;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Skips tests, with a message, on a platform for which there is no Helm as a library. It is looked
 * for among the dependencies only: asked to load itself, it would try the network.
 */
final class HelmLibrary implements ExecutionCondition {

    private static final Optional<String> PROBLEM = problem();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return PROBLEM.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("Helm is there"));
    }

    private static Optional<String> problem() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (ServiceLoader.load(NativeLibrary.class).findFirst().isEmpty()) {
            return Optional.of("there is no Helm as a library for " + platform);
        }
        try {
            Helm.version().call();
            return Optional.empty();
        } catch (LinkageError | IllegalStateException failed) {
            return Optional.of("Helm as a library cannot be loaded on " + platform + ": " + failed);
        }
    }
}
