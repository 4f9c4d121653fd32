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

/** Wired only on a node that is an agent and no voter: what stands in for {@link OnVoters}. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnAgents.DoesNotVote.class)
public @interface OnAgents {

    /** Asks the settings. */
    final class DoesNotVote implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata annotated) {
            return NodePart.of(context.getEnvironment()) == NodePart.AGENT;
        }
    }
}
