package io.ringrift.p2p.replication.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.function.Function;

/**
 * Makes records by a method handle that takes all components at once. The library's own way spreads
 * the arguments anew on each call, which was a third of the time that a snapshot of a million jobs
 * takes to read (docs/performance.md, restart).
 */
final class RecordInstantiators extends ValueInstantiators.Base {

    @Override
    public ValueInstantiator modifyValueInstantiator(
            DeserializationConfig config,
            BeanDescription.Supplier type,
            ValueInstantiator ordinary) {
        return type.getBeanClass().isRecord()
                        && ordinary.canCreateFromObjectWith()
                        && ordinary instanceof StdValueInstantiator standard
                        && standard.getWithArgsCreator() != null
                        && standard.getWithArgsCreator().getAnnotated()
                                instanceof Constructor<?> constructor
                ? new OfRecord(standard, constructor)
                : ordinary;
    }

    private static final class OfRecord extends StdValueInstantiator {

        private final Function<Object[], Object> make;

        OfRecord(StdValueInstantiator ordinary, Constructor<?> constructor) {
            super(ordinary);
            this.make = spread(constructor);
        }

        @SuppressWarnings("unchecked")
        private static Function<Object[], Object> spread(Constructor<?> constructor) {
            try {
                constructor.setAccessible(true);
                return MethodHandleProxies.asInterfaceInstance(
                        Function.class,
                        MethodHandles.lookup()
                                .unreflectConstructor(constructor)
                                .asSpreader(Object[].class, constructor.getParameterCount()));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("it was made accessible just now", e);
            }
        }

        /** A record that refuses its components is reported as the library reports it. */
        @Override
        public @Nullable Object createFromObjectWith(
                DeserializationContext context, Object[] components) {
            try {
                return make.apply(components);
            } catch (RuntimeException refused) {
                return context.handleInstantiationProblem(
                        getValueClass(), components, rewrapCtorProblem(context, refused));
            }
        }
    }
}
