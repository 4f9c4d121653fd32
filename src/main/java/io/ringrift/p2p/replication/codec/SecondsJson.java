package io.ringrift.p2p.replication.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** A duration is a number of seconds: {@code 5}, {@code 0.5}. */
final class SecondsJson {

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(1_000_000_000_000L);

    /** More digits after the point say nothing, and would take long to round. */
    private static final int MAX_DIGITS = 30;

    private SecondsJson() {}

    static final class Writer extends StdScalarSerializer<Duration> {

        Writer() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration time, JsonGenerator out, SerializationContext context) {
            if (time.toNanosPart() == 0) {
                out.writeNumber(time.toSeconds());
            } else {
                out.writeNumber(
                        BigDecimal.valueOf(time.toSeconds())
                                .add(BigDecimal.valueOf(time.toNanosPart(), 9))
                                .stripTrailingZeros());
            }
        }
    }

    static final class Reader extends StdScalarDeserializer<Duration> {

        Reader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token == null || !token.isNumeric()) {
                return (Duration) context.handleUnexpectedToken(getValueType(context), parser);
            }
            BigDecimal seconds = parser.getDecimalValue();
            if (seconds.scale() > MAX_DIGITS || seconds.abs().compareTo(MAX_SECONDS) > 0) {
                throw context.weirdNumberException(seconds, Duration.class, "is out of range");
            }
            BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP);
            return Duration.ofSeconds(
                    nanos.divideToIntegralValue(BigDecimal.TEN.pow(9)).longValueExact(),
                    nanos.remainder(BigDecimal.TEN.pow(9)).longValueExact());
        }
    }
}
