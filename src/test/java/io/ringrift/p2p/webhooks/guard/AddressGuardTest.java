package io.ringrift.p2p.webhooks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class AddressGuardTest {

    private final AddressGuard guard =
            new AddressGuard(
                    List.of(CidrRange.parse("10.1.0.0/16"), CidrRange.parse("fd00:1::/32")));

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0, true",
        "10.1.255.255, true",
        "10.0.255.255, false",
        "10.2.0.0, false",
        "fd00:1::1, true",
        "fd00:2::1, false",
        "8.8.8.8, true",
        "9.255.255.255, true",
        "11.0.0.0, true",
        "100.63.255.255, true",
        "100.128.0.0, true",
        "172.15.255.255, true",
        "172.32.0.0, true",
        "223.255.255.255, true",
        "2000::1, true",
        "3ffe::1, true",
        "2001:200::1, true",
        "2001:dc0::1, true",
    })
    void whatIsAllowedIsTheSettingsWordAndTheInternet(String address, boolean allowed) {
        assertThat(guard.refusal(InetAddress.ofLiteral(address)) == null).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "a/8",
                "fd00::/129",
                "fd00::1/8",
                "10.0.0.0/8 ",
                "localhost/8"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CidrRange.parse(text));
    }

    @Test
    void plainTextGoesOnlyWhereTheSettingsSay() throws UnknownHostException {
        HostLookup literal = host -> new InetAddress[] {InetAddress.ofLiteral(host)};
        VettedResolver plain = new VettedResolver(literal, guard, true);
        assertThat(plain.resolve("10.1.2.3")).hasSize(1);
        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> plain.resolve("8.8.8.8"))
                .withMessageContaining("RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES");
        assertThat(new VettedResolver(literal, guard, false).resolve("8.8.8.8")).hasSize(1);
    }
}
