package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

class WholeAnswersTest {

    /** As a server would have it: headers go out with the first byte of the body. */
    private static final class Answer implements HttpOutputMessage {

        private final HttpHeaders headers = new HttpHeaders();
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private int writes;
        private @Nullable String lengthWhenItBegan;

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    if (writes++ == 0) {
                        lengthWhenItBegan = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
                    }
                    sent.write(bytes, from, count);
                }
            };
        }
    }

    private static Answer write(JacksonJsonHttpMessageConverter converter, Object body)
            throws IOException {
        Answer answer = new Answer();
        converter.write(
                body, ResolvableType.forInstance(body), MediaType.APPLICATION_JSON, answer, null);
        return answer;
    }

    @Test
    void theLengthIsSaidBeforeTheFirstByteAndCountsBytes() throws IOException {
        Answer answer = write(new WholeAnswers(Doors.JSON), Map.of("name", "Zoë"));
        assertThat(answer.sent.toString(StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(answer.lengthWhenItBegan).isEqualTo("15");
        assertThat(answer.headers.getFirst(HttpHeaders.TRANSFER_ENCODING)).isNull();
    }

    @Test
    void alsoOfAnAnswerThatIsLargerThanAnyBuffer() throws IOException {
        Answer answer = write(new WholeAnswers(Doors.JSON), List.of("x".repeat(1 << 20)));
        assertThat(answer.lengthWhenItBegan).isEqualTo(Integer.toString((1 << 20) + 4));
        assertThat(answer.sent.size()).isEqualTo((1 << 20) + 4);
    }

    @Test
    void itIsWhatTheDoorsUse() {
        HttpMessageConverters.ServerBuilder converters = HttpMessageConverters.forServer();
        new WebConfiguration().wholeAnswers(Doors.JSON).customize(converters);
        assertThat(StreamSupport.stream(converters.build().spliterator(), false))
                .hasAtLeastOneElementOfType(WholeAnswers.class);
    }
}
