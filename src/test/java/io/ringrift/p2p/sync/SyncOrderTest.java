package io.ringrift.p2p.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;

class SyncOrderTest {

    private static final DataKey KEY = DataRig.model("hex8/größe 1.pt").key();

    @Test
    void readsWhatItWrites() {
        for (NodeId to : new NodeId[] {null, new NodeId("b")}) {
            SyncOrder order = new SyncOrder(List.of(KEY, DataRig.games("hex8/2").key()), to);
            assertThat(SyncOrder.read(order.metadata())).contains(order);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'other':{'sync':1}}",
                "{'sync':{}}",
                "{'sync':{'files':[]}}",
                "{'sync':{'files':[{'kind':'games','path':'../x','sha256':''}]}}",
                "{'sync':{'files':'all'}}",
                "{'sync':",
            })
    void whatIsNoOrderMovesNothing(String metadata) {
        String text = metadata.replace('\'', '"');
        assertThat(SyncOrder.read(new JsonText(text.endsWith("}") ? text : text + "}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'sync':{}} | metadata.sync.files must be",
                "{'sync':{'files':'all'}} | metadata.sync.files must be",
                "{'sync':{'files':[{'kind':'games','path':'../x'}]}} | files[0].path is wrong",
                "{'sync':{'files':[{'kind':'','path':'a/b'}]}} | files[0].kind is wrong",
                "{'sync':{'files':[{'kind':'games','path':'a/b'}]}} | files[0].sha256 is wrong",
            })
    void whatIsWrongIsNamed(String metadata, String sentence) {
        assertThatThrownBy(() -> SyncOrder.parse(new JsonText(metadata.replace('\'', '"'))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void moreThanAHundredFilesAreNone() {
        SyncOrder order = new SyncOrder(Collections.nCopies(101, KEY), null);
        assertThat(SyncOrder.read(order.metadata())).isEmpty();
    }
}
