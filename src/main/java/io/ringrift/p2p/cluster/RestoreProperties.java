package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a backup is taken in.
 *
 * @param maxSize of a backup; while it is read its content is in the leader's memory
 */
@ConfigurationProperties("ringrift.p2p.restore")
public record RestoreProperties(@DefaultValue("1GB") DataSize maxSize) {

    public RestoreProperties {
        if (maxSize.toBytes() <= 0) {
            throw new BadSettingException(
                    "ringrift.p2p.restore.max-size", maxSize, "must be more than nothing");
        }
    }
}
