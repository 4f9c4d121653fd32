package io.ringrift.p2p.replication;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Wired only where the log is: on a node that is among the voters. Whoever needs a {@link
 * CommandLog} carries it; the others work on every node.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnVoters.Votes.class)
public @interface OnVoters {

    /** Asks the settings. */
    final class Votes implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata annotated) {
            return NodePart.of(context.getEnvironment()) == NodePart.VOTER;
        }
    }
}
