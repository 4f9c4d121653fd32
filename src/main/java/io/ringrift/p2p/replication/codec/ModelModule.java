package io.ringrift.p2p.replication.codec;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.webhook.EndpointId;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import java.time.Duration;
import java.util.UUID;

/**
 * The model's small types as plain values: ids as strings, an epoch as a number, a duration as
 * seconds, a {@link JsonText} as the object that it is.
 */
public final class ModelModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public ModelModule() {
        super("ringrift-model");
        addSerializer(NodeId.class, ToStringSerializer.instance);
        addSerializer(IdempotencyKey.class, ToStringSerializer.instance);
        addSerializer(JobId.class, ToStringSerializer.instance);
        addSerializer(AttemptToken.class, ToStringSerializer.instance);
        addSerializer(DataKind.class, ToStringSerializer.instance);
        addSerializer(DataPath.class, ToStringSerializer.instance);
        addSerializer(EndpointId.class, ToStringSerializer.instance);
        addSerializer(Sha256.class, ToStringSerializer.instance);
        addSerializer(Epoch.class, new EpochJson.Writer());
        addSerializer(Duration.class, new SecondsJson.Writer());
        addSerializer(JsonText.class, new JsonTextJson.Writer());
        addDeserializer(NodeId.class, new TextReader<>(NodeId.class, NodeId::new));
        addDeserializer(
                IdempotencyKey.class, new TextReader<>(IdempotencyKey.class, IdempotencyKey::new));
        addDeserializer(JobId.class, new TextReader<>(JobId.class, JobId::parse));
        addDeserializer(
                AttemptToken.class,
                new TextReader<>(AttemptToken.class, text -> new AttemptToken(uuid(text))));
        addDeserializer(JobType.class, new TextReader<>(JobType.class, ModelModule::jobType));
        addDeserializer(DataKind.class, new TextReader<>(DataKind.class, DataKind::new));
        addDeserializer(DataPath.class, new TextReader<>(DataPath.class, DataPath::new));
        addDeserializer(EndpointId.class, new TextReader<>(EndpointId.class, EndpointId::new));
        addDeserializer(Sha256.class, new TextReader<>(Sha256.class, Sha256::new));
        addDeserializer(Epoch.class, new EpochJson.Reader());
        addDeserializer(Duration.class, new SecondsJson.Reader());
        addDeserializer(JsonText.class, new JsonTextJson.Reader());
        addKeySerializer(NodeId.class, new TextKeyWriter());
        addKeyDeserializer(NodeId.class, new TextKeyReader<>(NodeId.class, NodeId::new));
        addKeySerializer(JobId.class, new TextKeyWriter());
        addKeyDeserializer(JobId.class, new TextKeyReader<>(JobId.class, JobId::parse));
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addValueInstantiators(new RecordInstantiators());
    }

    /**
     * Gives a mapper the manners of the outside contract: this module, snake_case names, lower-case
     * enums (read in any case, never as numbers), and no member for what is null.
     */
    public static <B extends MapperBuilder<?, B>> B applyTo(B builder) {
        return builder.addModule(new ModelModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .changeDefaultPropertyInclusion(
                        inclusion ->
                                inclusion
                                        .withValueInclusion(JsonInclude.Include.NON_NULL)
                                        .withContentInclusion(JsonInclude.Include.NON_NULL));
    }

    /** Stricter than the JDK, which also takes {@code 1-1-1-1-1}. */
    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("a UUID has 36 characters");
        }
        return UUID.fromString(text);
    }

    private static JobType jobType(String text) {
        return JobType.ofWireName(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be selfplay, training, evaluation or sync"));
    }
}
