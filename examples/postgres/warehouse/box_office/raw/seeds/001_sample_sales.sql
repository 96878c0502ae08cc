--liquibase formatted sql

--changeset data-engineering:001-sample-sales context:dev
--comment: A small world for development
INSERT INTO raw.venues (venue_id, venue_name, city, capacity) VALUES ('sample-v1', 'Harbour Arena', 'Sample City', 12000);
INSERT INTO raw.events (event_id, event_name, venue_id, starts_at, status, on_sale_at)
VALUES ('sample-e1', 'Northern Lights Tour', 'sample-v1', '2026-03-14 08:30:00+00', 'on_sale', '2025-12-01 00:00:00+00');
INSERT INTO raw.customers (customer_id, full_name, email) VALUES ('sample-c1', 'Sample Buyer', 'buyer@example.com');
INSERT INTO raw.orders (order_id, customer_id, event_id, ordered_at, status)
VALUES (-1, 'sample-c1', 'sample-e1', '2026-01-05 01:15:00+00', 'paid');
INSERT INTO raw.tickets (ticket_id, order_id, barcode, face_value, booking_fee)
VALUES ('sample-k1', -1, '4006381333931', 180.00, 9.00), ('sample-k2', -1, '9780201379624', 95.00, 6.50);
--rollback DELETE FROM raw.tickets WHERE ticket_id LIKE 'sample-%';
--rollback DELETE FROM raw.orders WHERE order_id = -1;
--rollback DELETE FROM raw.customers WHERE customer_id LIKE 'sample-%';
--rollback DELETE FROM raw.events WHERE event_id LIKE 'sample-%';
--rollback DELETE FROM raw.venues WHERE venue_id LIKE 'sample-%';
