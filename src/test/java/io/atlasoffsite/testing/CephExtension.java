package io.atlasoffsite.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one gateway when a test first asks, and ends it after the last test of the run. */
final class CephExtension implements ExecutionCondition, ParameterResolver {

    private static final String REQUIRED = "OFFSITE_REQUIRE_CEPH";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (CephGateway.installed()) {
            return ConditionEvaluationResult.enabled("radosgw is installed");
        }
        if ("1".equals(System.getenv(REQUIRED))) {
            return ConditionEvaluationResult.enabled(REQUIRED + " is set: without radosgw the tests fail");
        }
        return ConditionEvaluationResult.disabled("radosgw not installed");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CephGateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(CephExtension.class))
                .getOrComputeIfAbsent(CephGateway.class, key -> start(), CephGateway.class);
    }

    /** The store of the root context closes it. */
    private static CephGateway start() {
        try {
            return CephGateway.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Ceph started", interrupted);
        }
    }
}
