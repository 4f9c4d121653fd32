package io.ringrift.p2p.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.FastByteArrayOutputStream;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * JSON with its length said in advance. Otherwise an answer goes out in two pieces, the second of
 * which says only that it was the last: two calls of the system on this side and two on the other.
 */
final class WholeAnswers extends JacksonJsonHttpMessageConverter {

    WholeAnswers(JsonMapper json) {
        super(json);
    }

    @Override
    protected void writeInternal(
            Object value,
            ResolvableType type,
            HttpOutputMessage answer,
            @Nullable Map<String, Object> hints)
            throws IOException {
        Whole whole = new Whole(answer.getHeaders());
        super.writeInternal(value, type, whole, hints);
        answer.getHeaders().setContentLength(whole.body.size());
        whole.body.writeTo(answer.getBody());
    }

    private static final class Whole implements HttpOutputMessage {

        private final HttpHeaders headers;
        private final FastByteArrayOutputStream body = new FastByteArrayOutputStream(1_024);

        Whole(HttpHeaders headers) {
            this.headers = headers;
        }

        @Override
        public OutputStream getBody() {
            return body;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
